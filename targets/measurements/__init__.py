"""Files of measurements as plain rows: what each says, what a named rule makes of it, what cannot be taken."""
