select parent.id,
    (select count(*)
    from quote r0
    where true),
    false,
    false
from unnest($1) parent (id);

select parent.id,
    r0.id,
    r0.text,
    r0.said_on,
    r1.id,
    r1.kind,
    r1.name,
    r2.id,
    r2.publisher,
    r2.url,
    coalesce(r0.said_on, '-infinity')::text,
    r0.id::text
from unnest($1) parent (id)
cross join lateral (select r0.*
    from quote r0
    where true
    order by coalesce(r0.said_on, '-infinity') desc, r0.id desc
    limit $2) r0
left join actor r1 on r1.id = r0.speaker_id
left join source r2 on r2.id = r0.source_id
order by coalesce(r0.said_on, '-infinity') desc,
    r0.id desc;
