"""Pure functions from a result to a screen: text and rows of buttons, in no language yet."""
