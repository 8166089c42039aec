"""Who may apply for what: rules as data, exact verdicts, reasons, and the next question to ask."""
