"""OAuth2 for tills: an access token for their secret (RFC 6749, client credentials)."""
