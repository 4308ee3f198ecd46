"""Who is calling: credentials, what they may do, and the site and device that they speak for."""
