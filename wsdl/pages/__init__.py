"""What a service's address answers to GET: the contract's documents, a page for people, projects for their tools.

All of it is made at start-up from the files of the contract and the examples, and holds no address but the configured.
"""
