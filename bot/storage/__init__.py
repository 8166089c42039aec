"""The database: engine, tables, repositories, unit of work. The only place that speaks SQL."""
