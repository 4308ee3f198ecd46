"""The files of the contract, held to what strict stacks demand of them; each rule with a planted break."""
