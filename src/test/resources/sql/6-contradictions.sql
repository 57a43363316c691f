select parent.id,
    (select count(*)
    from pledge r0
    where true
    and (exists (select
            from pledge_conflict c
            where c.pledge_id = r0.id)) = $1),
    false,
    false
from unnest($2) parent (id);

select parent.id,
    r0.id,
    r0.slug,
    r0.kind,
    r0.status,
    r0.announced_on,
    r1.id,
    r1.kind,
    r1.name
from unnest($1) parent (id)
cross join lateral (select r0.*
    from pledge r0
    where true
    and (exists (select
            from pledge_conflict c
            where c.pledge_id = r0.id)) = $2
    order by coalesce(r0.announced_on, '-infinity') desc, r0.id desc
    limit $3) r0
left join actor r1 on r1.id = r0.pledger_id
order by coalesce(r0.announced_on, '-infinity') desc,
    r0.id desc;

select parent.id,
    r0.id,
    r0.slug,
    r0.status,
    r0.announced_on
from unnest($1) parent (id)
cross join lateral (select r0.*
    from pledge r0
    where r0.id = any(array(select c.other_id
            from pledge_conflict c
            where c.pledge_id = parent.id))
    order by coalesce(r0.announced_on, '-infinity') desc, r0.id desc
    limit $2) r0
order by coalesce(r0.announced_on, '-infinity') desc,
    r0.id desc;

select r0.pledge_id,
    r0.source_id,
    r0.excerpt
from pledge_evidence r0
where r0.pledge_id = any($1)
order by r0.position;

select r0.pledge_id,
    r0.source_id,
    r0.excerpt
from pledge_evidence r0
where r0.pledge_id = any($1)
order by r0.position;
