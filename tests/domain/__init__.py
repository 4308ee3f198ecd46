"""What the business says, proved without a database."""
