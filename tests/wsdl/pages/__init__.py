"""What a service answers to GET: the contract in one file, the page for people, projects for their tools."""
