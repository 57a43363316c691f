-- Which state the record is in: another version for each transaction that changed a row of it. What was answered under one version holds
-- for as long as that is the version. Random, so that a record restored from a backup never repeats one for another state.
create table record_version (
    only_row boolean primary key default true check (only_row),
    version uuid not null default gen_random_uuid()
);

insert into record_version default values;

create function set_record_version() returns trigger language plpgsql as $$
begin
    -- Once for each transaction: a setting that ends with it tells.
    if coalesce(current_setting('onrecord.version_set', true), '') <> 'yes' then
        update record_version set version = gen_random_uuid();
        perform set_config('onrecord.version_set', 'yes', true);
    end if;
    return null;
end
$$;

-- At the end of a transaction, so that those that change different rows wait for each other as briefly as can be, and never in a circle.
do $triggers$
declare
    changed text;
begin
    foreach changed in array array[
        'data_set', 'source', 'actor', 'actor_alias', 'actor_identifier', 'person_position', 'event', 'event_participant',
        'event_evidence', 'coalition', 'coalition_lead', 'size_claim', 'quote', 'quote_about', 'pledge', 'pledge_evidence',
        'pledge_status_change', 'pledge_conflict']
    loop
        execute format(
            'create constraint trigger set_record_version after insert or update or delete on %I
             deferrable initially deferred for each row execute function set_record_version()', changed);
        execute format(
            'create trigger set_record_version_when_emptied after truncate on %I
             for each statement execute function set_record_version()', changed);
    end loop;
end
$triggers$;
