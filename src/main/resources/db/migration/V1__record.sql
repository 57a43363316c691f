-- The record: actors, sources, events, quotes, coalitions and pledges.
--
-- Reading rules that the indexes below serve:
-- * a date that is not known sorts last, in both directions: hence the two expressions coalesce(…, 'infinity') for
--   ascending and coalesce(…, '-infinity') for descending order;
-- * every order ends with the id, so that it is total and a page can start after any row of it.

-- Text as it is compared when case and accents do not matter: "Şárà" and "sara" are equal.
-- Letters that Unicode does not decompose (ø, ł, đ, ı, æ, œ, ß) are spelled out.
create function fold(value text) returns text
    language sql immutable strict parallel safe
    return replace(replace(replace(
        translate(
            regexp_replace(normalize(lower(value collate "und-x-icu"), NFKD), '[\u0300-\u036f]', '', 'g'),
            'øłđı’', 'oldi'''),
        'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss');

create domain slug as text
    check (value ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(value) <= 120);

create domain language_tag as text
    check (value ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$');

create table data_set (
    id bigint generated always as identity primary key,
    slug slug not null unique,
    name text not null,
    description text not null,
    version text not null,
    data_through date not null,
    licence text not null,
    loaded_at timestamptz not null
);

create table source (
    id bigint generated always as identity primary key,
    slug slug not null unique,
    kind text not null check (kind in ('NEWS', 'WIRE', 'OFFICIAL', 'TRANSCRIPT', 'ENCYCLOPEDIA')),
    publisher text not null,
    original_publisher text,
    repost boolean not null,
    title text,
    url text not null,
    -- The first and the last day that the date of publication can be: equal where the day is known, a month's ends
    -- where only the month is.
    published_from date,
    published_to date,
    language language_tag not null,
    archived_url text,
    note text,
    check ((published_from is null) = (published_to is null)),
    check (published_from = published_to
        or (extract(day from published_from) = 1
            and published_to = (published_from + interval '1 month - 1 day')::date))
);
create index source_published_ascending on source (coalesce(published_from, 'infinity'), id);
create index source_published_descending on source (coalesce(published_from, '-infinity'), id);
create index source_published_from on source (published_from);
create index source_published_to on source (published_to);
create index source_publisher on source (fold(publisher) collate "C", id);
create index source_kind on source (kind);
create index source_language on source (language);

create table actor (
    id bigint generated always as identity primary key,
    slug slug not null unique,
    kind text not null check (kind in ('PERSON', 'COUNTRY', 'ORGANISATION', 'GROUP')),
    name text not null,
    folded_name text collate "C" not null generated always as (fold(name)) stored,
    country_id bigint references actor,
    note text,
    check (country_id is null or kind = 'ORGANISATION')
);
create index actor_folded_name on actor (folded_name, id);
create index actor_kind on actor (kind);
create index actor_country on actor (country_id);

create table actor_alias (
    actor_id bigint not null references actor,
    position integer not null,
    alias text not null,
    folded_alias text collate "C" not null generated always as (fold(alias)) stored,
    primary key (actor_id, position)
);
create index actor_alias_folded on actor_alias (folded_alias);

create table actor_identifier (
    actor_id bigint not null references actor,
    scheme text not null check (scheme in ('ISO_3166_1_ALPHA_2', 'WIKIDATA')),
    value text not null,
    primary key (actor_id, scheme),
    -- Deferred, like the other ones of lists: a list is rewritten row by row.
    unique (scheme, value) deferrable initially deferred
);

create table person_position (
    person_id bigint not null references actor,
    position integer not null,
    title text not null,
    of_id bigint references actor,
    held_from date,
    held_to date,
    stated_on date,
    source_id bigint not null references source,
    primary key (person_id, position),
    check (held_from <= held_to)
);
create index person_position_of on person_position (of_id);
create index person_position_source on person_position (source_id);

create table event (
    id bigint generated always as identity primary key,
    slug slug not null unique,
    kind text not null check (kind in ('SUMMIT', 'CALL', 'INTERVIEW', 'TALKS')),
    name text not null,
    folded_name text collate "C" not null generated always as (fold(name)) stored,
    held_on date,
    held_on_text text,
    place text,
    country_id bigint references actor,
    description text
);
create index event_held_ascending on event (coalesce(held_on, 'infinity'), id);
create index event_held_descending on event (coalesce(held_on, '-infinity'), id);
create index event_held_on on event (held_on);
create index event_name on event (folded_name, id);
create index event_kind on event (kind);
create index event_place on event (fold(place) collate "C");
create index event_country on event (country_id);

create table event_participant (
    event_id bigint not null references event,
    actor_id bigint not null references actor,
    primary key (event_id, actor_id)
);
create index event_participant_actor on event_participant (actor_id, event_id);

create table event_evidence (
    event_id bigint not null references event,
    position integer not null,
    source_id bigint not null references source,
    excerpt text not null,
    primary key (event_id, position)
);
create index event_evidence_source on event_evidence (source_id, event_id);

create table coalition (
    id bigint generated always as identity primary key,
    slug slug not null unique,
    name text not null,
    folded_name text collate "C" not null generated always as (fold(name)) stored,
    aliases text[] not null,
    purpose text not null,
    founded_on date,
    founded_source_id bigint references source,
    founded_excerpt text,
    leads_source_id bigint references source,
    leads_excerpt text,
    parent_id bigint references coalition check (parent_id <> id),
    note text,
    check ((founded_source_id is null) = (founded_excerpt is null)),
    check ((leads_source_id is null) = (leads_excerpt is null))
);
create index coalition_name on coalition (folded_name, id);
create index coalition_founded_ascending on coalition (coalesce(founded_on, 'infinity'), id);
create index coalition_founded_descending on coalition (coalesce(founded_on, '-infinity'), id);
create index coalition_parent on coalition (parent_id, folded_name, id);
create index coalition_founded_source on coalition (founded_source_id);
create index coalition_leads_source on coalition (leads_source_id);

create table coalition_lead (
    coalition_id bigint not null references coalition,
    position integer not null,
    actor_id bigint not null references actor,
    primary key (coalition_id, position),
    unique (coalition_id, actor_id) deferrable initially deferred
);
create index coalition_lead_actor on coalition_lead (actor_id, coalition_id);

create table size_claim (
    id bigint generated always as identity primary key,
    slug slug not null unique,
    coalition_id bigint not null references coalition,
    metric text not null,
    text text not null,
    min_count integer,
    max_count integer,
    claimant_id bigint references actor,
    claimed_on date,
    claimed_on_text text,
    source_id bigint not null references source,
    excerpt text not null,
    check (min_count <= max_count)
);
create index size_claim_claimed_ascending on size_claim (coalesce(claimed_on, 'infinity'), id);
create index size_claim_claimed_descending on size_claim (coalesce(claimed_on, '-infinity'), id);
create index size_claim_claimed_on on size_claim (claimed_on);
create index size_claim_of_coalition_ascending on size_claim (coalition_id, coalesce(claimed_on, 'infinity'), id);
create index size_claim_of_coalition_descending on size_claim (coalition_id, coalesce(claimed_on, '-infinity'), id);
create index size_claim_claimant on size_claim (claimant_id, coalesce(claimed_on, '-infinity'), id);
create index size_claim_source on size_claim (source_id, coalesce(claimed_on, '-infinity'), id);

create table quote (
    id bigint generated always as identity primary key,
    slug slug not null unique,
    form text not null check (form in ('DIRECT', 'PARTIAL', 'PARAPHRASE')),
    speaker_id bigint references actor,
    text text not null,
    language language_tag not null,
    translated boolean not null,
    topics text[] not null,
    said_on date,
    said_on_text text,
    context text,
    occasion_id bigint references event,
    source_id bigint not null references source,
    reported_via text,
    standing text not null check (standing in ('PUBLISHED', 'DISPUTED', 'RETRACTED')),
    standing_reason text,
    note text,
    check (standing = 'PUBLISHED' or standing_reason is not null)
);
create index quote_said_ascending on quote (coalesce(said_on, 'infinity'), id);
create index quote_said_descending on quote (coalesce(said_on, '-infinity'), id);
create index quote_said_on on quote (said_on);
create index quote_speaker on quote (speaker_id, coalesce(said_on, '-infinity'), id);
create index quote_source on quote (source_id, coalesce(said_on, '-infinity'), id);
create index quote_occasion on quote (occasion_id, coalesce(said_on, '-infinity'), id);
create index quote_topics on quote using gin (topics);
create index quote_form on quote (form);
create index quote_language on quote (language);
create index quote_standing on quote (standing);

create table quote_about (
    quote_id bigint not null references quote,
    position integer not null,
    actor_id bigint not null references actor,
    primary key (quote_id, position),
    unique (quote_id, actor_id) deferrable initially deferred
);
create index quote_about_actor on quote_about (actor_id, quote_id);

create table pledge (
    id bigint generated always as identity primary key,
    slug slug not null unique,
    pledger_id bigint not null references actor,
    coalition_id bigint not null references coalition,
    kind text not null check (kind in ('TROOPS', 'AIR', 'NAVAL', 'LOGISTICS', 'TRAINING', 'INTELLIGENCE', 'EQUIPMENT',
        'FUNDING', 'POLITICAL_SUPPORT', 'UNSPECIFIED')),
    status text not null check (status in ('CONSIDERING', 'CONDITIONAL', 'ANNOUNCED', 'CONFIRMED', 'DELIVERED',
        'DECLINED', 'WITHDRAWN')),
    -- An amount that was not disclosed is null, never 0.
    quantity_text text,
    quantity_min numeric,
    quantity_max numeric,
    quantity_unit text,
    quantity_currency text check (quantity_currency ~ '^[A-Z]{3}$'),
    announced_on date,
    announced_on_text text,
    announced_by_id bigint references actor,
    occasion_id bigint references event,
    scope text,
    conditions text,
    confidence text not null check (confidence in ('HIGH', 'MEDIUM', 'LOW')),
    note text,
    check (quantity_min <= quantity_max),
    check (quantity_text is not null
        or (quantity_min is null and quantity_max is null and quantity_unit is null and quantity_currency is null))
);
create index pledge_announced_ascending on pledge (coalesce(announced_on, 'infinity'), id);
create index pledge_announced_descending on pledge (coalesce(announced_on, '-infinity'), id);
create index pledge_announced_on on pledge (announced_on);
create index pledge_pledger on pledge (pledger_id, coalesce(announced_on, '-infinity'), id);
create index pledge_coalition on pledge (coalition_id, coalesce(announced_on, '-infinity'), id);
create index pledge_occasion on pledge (occasion_id, coalesce(announced_on, '-infinity'), id);
create index pledge_announced_by on pledge (announced_by_id, coalesce(announced_on, '-infinity'), id);
create index pledge_kind on pledge (kind);
create index pledge_status on pledge (status);
create index pledge_confidence on pledge (confidence);
create index pledge_has_conditions on pledge ((conditions is not null));

create table pledge_evidence (
    pledge_id bigint not null references pledge,
    position integer not null,
    source_id bigint not null references source,
    excerpt text not null,
    primary key (pledge_id, position)
);
create index pledge_evidence_source on pledge_evidence (source_id, pledge_id);

create table pledge_status_change (
    pledge_id bigint not null references pledge,
    position integer not null,
    status text not null check (status in ('CONSIDERING', 'CONDITIONAL', 'ANNOUNCED', 'CONFIRMED', 'DELIVERED',
        'DECLINED', 'WITHDRAWN')),
    changed_on date,
    changed_on_text text,
    source_id bigint not null references source,
    excerpt text not null,
    primary key (pledge_id, position)
);
create index pledge_status_change_source on pledge_status_change (source_id);

-- A contradiction concerns both sides: each pair stands here twice, once for each direction.
create table pledge_conflict (
    pledge_id bigint not null references pledge,
    other_id bigint not null references pledge check (other_id <> pledge_id),
    primary key (pledge_id, other_id)
);
create index pledge_conflict_other on pledge_conflict (other_id);
