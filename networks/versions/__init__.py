"""How a wording lives, in the library and in a network: draft, read by somebody else, in force, replaced."""
