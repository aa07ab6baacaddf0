-- What the application may do with the tables that exist now. Run by the owner after every migration.
GRANT USAGE ON SCHEMA public TO muster_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO muster_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO muster_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO muster_app;
-- Whoever fills a table counts it for the planner; the fold vacuums after itself.
GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO muster_app;
-- The journal is append-only, and its seals with it.
REVOKE UPDATE, DELETE, TRUNCATE, MAINTAIN ON kernel_entry, kernel_seal, kernel_sealedentry FROM muster_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE, MAINTAIN ON django_migrations FROM muster_app;
