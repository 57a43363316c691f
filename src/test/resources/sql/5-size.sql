select parent.id,
    r0.id,
    r0.metric,
    r0.text,
    r0.min_count,
    r0.max_count,
    r0.claimed_on,
    r0.claimed_on_text,
    r1.id,
    r1.kind,
    r1.name,
    r0.source_id,
    r0.excerpt,
    r2.id,
    r2.publisher,
    r2.url
from unnest($1) parent (id)
cross join lateral (select r0.*
    from size_claim r0
    where r0.coalition_id = parent.id
    order by coalesce(r0.claimed_on, 'infinity'), r0.id
    limit $2) r0
left join actor r1 on r1.id = r0.claimant_id
left join source r2 on r2.id = r0.source_id
order by coalesce(r0.claimed_on, 'infinity'),
    r0.id;

select r0.slug,
    r0.id,
    r0.name
from coalition r0
where r0.slug = any($1);
