"""What the clock sets off: cleaning, the weekly digest, reminders. Each occurrence has one key and happens once."""
