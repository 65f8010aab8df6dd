"""What the forecast is worth: measured on public data, against the simple methods. Printed, not asserted."""
