"""What purchases earn: set the rules of a programme, and show them."""
