select parent.id,
    (select count(*)
    from pledge r0
    where true
    and r0.status = any($1)),
    false,
    false
from unnest($2) parent (id);

select parent.id,
    r0.id,
    r0.kind,
    r0.announced_on,
    r1.id,
    r1.kind,
    r1.name,
    r2.id,
    r2.kind,
    r2.name
from unnest($1) parent (id)
cross join lateral (select r0.*
    from pledge r0
    where true
    and r0.status = any($2)
    order by coalesce(r0.announced_on, '-infinity') desc, r0.id desc
    limit $3) r0
left join actor r1 on r1.id = r0.pledger_id
left join actor r2 on r2.id = r0.announced_by_id
order by coalesce(r0.announced_on, '-infinity') desc,
    r0.id desc;

select r0.pledge_id,
    r0.source_id,
    r0.excerpt,
    r1.id,
    r1.publisher,
    r1.url
from pledge_evidence r0
left join source r1 on r1.id = r0.source_id
where r0.pledge_id = any($1)
order by r0.position;
