"""Cards: the numbers that a till scans to reach a customer's account."""
