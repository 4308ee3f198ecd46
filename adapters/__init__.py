"""How it is done: databases, brokers and the rest of the world, each named by its technology."""
