-- Changes are noticed whoever makes them and wherever their unqualified names lead. (A row is changed at the end of its transaction, so
-- that transactions wait for each other briefly and never in a circle. Emptying a table cannot be deferred: what empties one and goes on to
-- others may end in a deadlock with writers of those, which PostgreSQL resolves.)
create or replace function set_record_version() returns trigger language plpgsql set search_path from current as $$
begin
    -- Once for each transaction: a setting that ends with it tells.
    if coalesce(current_setting('onrecord.version_set', true), '') <> 'yes' then
        update record_version set version = gen_random_uuid();
        perform set_config('onrecord.version_set', 'yes', true);
    end if;
    return null;
end
$$;
