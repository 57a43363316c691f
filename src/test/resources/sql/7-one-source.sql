select parent.id,
    (select count(*)
    from event r0
    where r0.id = any(array(select e.event_id
            from event_evidence e
            where e.source_id = parent.id))),
    false,
    false
from unnest($1) parent (id);

select parent.id,
    (select count(*)
    from pledge r0
    where r0.id = any(array(select e.pledge_id
            from pledge_evidence e
            where e.source_id = parent.id))),
    false,
    false
from unnest($1) parent (id);

select parent.id,
    (select count(*)
    from quote r0
    where r0.source_id = parent.id),
    false,
    false
from unnest($1) parent (id);

select parent.id,
    (select count(*)
    from size_claim r0
    where r0.source_id = parent.id),
    false,
    false
from unnest($1) parent (id);

select parent.id,
    r0.id,
    r0.kind,
    r0.status,
    r1.id,
    r1.kind,
    r1.name
from unnest($1) parent (id)
cross join lateral (select r0.*
    from pledge r0
    where r0.id = any(array(select e.pledge_id
            from pledge_evidence e
            where e.source_id = parent.id))
    order by coalesce(r0.announced_on, '-infinity') desc, r0.id desc
    limit $2) r0
left join actor r1 on r1.id = r0.pledger_id
order by coalesce(r0.announced_on, '-infinity') desc,
    r0.id desc;

select parent.id,
    r0.id,
    r0.metric,
    r0.text
from unnest($1) parent (id)
cross join lateral (select r0.*
    from size_claim r0
    where r0.source_id = parent.id
    order by coalesce(r0.claimed_on, '-infinity') desc, r0.id desc
    limit $2) r0
order by coalesce(r0.claimed_on, '-infinity') desc,
    r0.id desc;

select parent.id,
    r0.id,
    r0.name,
    r0.held_on,
    r0.held_on_text
from unnest($1) parent (id)
cross join lateral (select r0.*
    from event r0
    where r0.id = any(array(select e.event_id
            from event_evidence e
            where e.source_id = parent.id))
    order by coalesce(r0.held_on, '-infinity') desc, r0.id desc
    limit $2) r0
order by coalesce(r0.held_on, '-infinity') desc,
    r0.id desc;

select parent.id,
    r0.id,
    r0.text,
    r1.id,
    r1.kind,
    r1.name
from unnest($1) parent (id)
cross join lateral (select r0.*
    from quote r0
    where r0.source_id = parent.id
    order by coalesce(r0.said_on, '-infinity') desc, r0.id desc
    limit $2) r0
left join actor r1 on r1.id = r0.speaker_id
order by coalesce(r0.said_on, '-infinity') desc,
    r0.id desc;

select r0.slug,
    r0.id,
    r0.publisher,
    r0.title,
    r0.url,
    r0.published_from,
    r0.published_to
from source r0
where r0.slug = any($1);
