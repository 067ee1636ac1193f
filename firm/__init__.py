"""What every floor stands on: the home, the settings, the clock, money, locks, refusals and findings."""
