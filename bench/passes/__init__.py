"""A worker's passes over many accounts, by how many it takes in a transaction, and what a till waits meanwhile."""
