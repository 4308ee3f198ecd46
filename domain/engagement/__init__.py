"""What a programme knows of a member: balances, tier and the way to the next one."""
