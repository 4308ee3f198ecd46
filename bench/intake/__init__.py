"""A year of tickets through the intake, beside a bare insert of the rows that it wrote."""
