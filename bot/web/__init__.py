"""The aiohttp server: webhook, health and readiness."""
