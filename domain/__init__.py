"""THE MEANING: records, rules, roles and the ports that others implement. Imports nothing of ours."""
