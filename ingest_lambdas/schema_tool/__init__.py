"""`headwater schema`: the tracking plan's command. It runs beside the stack, never in Lambda."""
