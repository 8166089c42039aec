"""From the YAML in ``content/`` to frozen domain objects, with checks that name file and line."""
