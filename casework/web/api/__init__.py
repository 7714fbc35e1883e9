"""The data interface: what it gives is declared once, as routes, as answers and as their description.

May import: services, domain, the rest of this floor. Its views stand in `web/views/data_interface.py`.
"""
