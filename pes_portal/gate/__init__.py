"""What every request passes on its way in and out: limits, identity, headers, refusals."""
