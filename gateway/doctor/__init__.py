"""What `loyalty-gateway doctor` looks at: one file per part of the body."""
