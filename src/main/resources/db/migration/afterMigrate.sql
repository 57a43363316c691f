-- The role of the service, where it is not the one that owns the schema, reads and writes rows and nothing else.
do $grants$
declare
    service_role text := '${service-role}';
    schema_name text := current_schema;
begin
    if service_role in ('', current_user) then
        return;
    end if;
    -- Instances that start at once would grant at once, which PostgreSQL refuses. Any constant that nothing else locks.
    perform pg_advisory_xact_lock(241025613);
    execute format('grant usage on schema %I to %I', schema_name, service_role);
    execute format('grant select, insert, update, delete on all tables in schema %I to %I', schema_name, service_role);
    execute format('grant usage on all sequences in schema %I to %I', schema_name, service_role);
    execute format('revoke insert, update, delete on flyway_schema_history from %I', service_role);
end
$grants$;
