"""The adapters against real services, and the contracts that their fakes keep too."""
