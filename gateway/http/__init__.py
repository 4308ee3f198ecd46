"""What every call meets before and after its face: correlation, limits, transport security, metrics, one log line."""
