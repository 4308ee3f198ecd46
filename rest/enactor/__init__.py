"""The Enactor dialect: the REST calls that such tills make, one file per endpoint; `GUESSES.md` says what is guessed."""
