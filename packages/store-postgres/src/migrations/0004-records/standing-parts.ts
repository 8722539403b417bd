/** Parts of the body of `commit` that a case's row lock protects. */

/** What finds a case: where it stands, what it is. */
export const standingPart = `    IF changing > 0 THEN
      UPDATE {schema}.case_standing s SET phase = i.phase, state_path = i.state_path, unit = i.unit,
        assignee = i.assignee, due_at = i.due_at, soon_at = i.soon_at, written_at = i.written_at
      FROM unnest(items) i
      WHERE i.expected > 0 AND i.revision IS NOT NULL AND s.tenant = i.tenant AND s.case_id = i.case_id;
    END IF;
    IF other > 0 THEN
      UPDATE {schema}.case_facts f SET opened_at = i.opened_at, subject = i.subject, code = i.code,
        category = i.category, parent = i.parent, words = i.words
      FROM unnest(items) i
      WHERE i.expected > 0 AND i.opened_at IS NOT NULL AND f.tenant = i.tenant AND f.case_id = i.case_id
        AND (f.opened_at, f.subject, f.code, f.category, f.parent, f.words)
          IS DISTINCT FROM (i.opened_at, i.subject, i.code, i.category, i.parent, i.words);
    END IF;
    IF opening > 0 THEN
      INSERT INTO {schema}.case_standing
          (tenant, case_id, phase, state_path, unit, assignee, due_at, soon_at, written_at)
        SELECT i.tenant, i.case_id, i.phase, i.state_path, i.unit, i.assignee, i.due_at, i.soon_at, i.written_at
        FROM unnest(items) i WHERE i.expected = 0 AND i.revision IS NOT NULL;
      INSERT INTO {schema}.case_facts (tenant, case_id, opened_at, subject, code, category, parent, words)
        SELECT i.tenant, i.case_id, i.opened_at, i.subject, i.code, i.category, i.parent, i.words
        FROM unnest(items) i WHERE i.expected = 0 AND i.revision IS NOT NULL;
    END IF;
    IF parallel > 0 THEN
      DELETE FROM {schema}.case_regions r USING unnest(items) i
      WHERE i.regions IS NOT NULL AND r.tenant = i.tenant AND r.case_id = i.case_id AND r.state_path <> ALL (i.regions);
      INSERT INTO {schema}.case_regions (tenant, case_id, state_path)
        SELECT i.tenant, i.case_id, r FROM unnest(items) i, unnest(i.regions) r
        ON CONFLICT DO NOTHING;
    END IF;
`;

/** The pending firings of a case, in one row. */
export const timersPart = `    IF emptied > 0 THEN
      DELETE FROM {schema}.timers t USING unnest(items) i
      WHERE cardinality(i.keys) = 0 AND t.tenant = i.tenant AND t.case_id = i.case_id;
    END IF;
    affected := 0;
    IF armed > unarmed THEN
      -- A claim lasts while its row stays as it was and is not the one settled.
      UPDATE {schema}.timers t SET keys = i.keys, instants = i.instants, fire_at = i.instants[1],
        (owner, claimed_key, claimed_at, lease_until) = (
          SELECT t.owner, t.claimed_key, t.claimed_at, t.lease_until
          WHERE t.owner IS NOT NULL AND t.claimed_key IS DISTINCT FROM i.firing AND EXISTS (
            SELECT 1 FROM unnest(i.keys, i.instants) u (key, instant)
            WHERE u.key = t.claimed_key AND u.instant = t.claimed_at
          ))
      FROM unnest(items) i
      WHERE cardinality(i.keys) > 0 AND t.tenant = i.tenant AND t.case_id = i.case_id;
      GET DIAGNOSTICS affected = ROW_COUNT;
    END IF;
    IF affected < armed THEN
      INSERT INTO {schema}.timers (tenant, case_id, keys, instants, fire_at)
        SELECT i.tenant, i.case_id, i.keys, i.instants, i.instants[1] FROM unnest(items) i
        WHERE cardinality(i.keys) > 0
        ON CONFLICT DO NOTHING;
    END IF;
    IF settled > 0 THEN
      DELETE FROM {schema}.timers t USING unnest(items) i
      WHERE i.keys IS NULL AND t.tenant = i.tenant AND t.case_id = i.case_id AND t.keys = ARRAY[i.firing];
      UPDATE {schema}.timers t SET keys = rest.keys, instants = rest.instants, fire_at = rest.instants[1],
        owner = CASE WHEN t.claimed_key IS DISTINCT FROM i.firing THEN t.owner END,
        lease_until = CASE WHEN t.claimed_key IS DISTINCT FROM i.firing THEN t.lease_until END,
        claimed_at = CASE WHEN t.claimed_key IS DISTINCT FROM i.firing THEN t.claimed_at END,
        claimed_key = nullif(t.claimed_key, i.firing)
      FROM unnest(items) i, LATERAL (
        SELECT array_agg(u.key ORDER BY u.place) AS keys, array_agg(u.instant ORDER BY u.place) AS instants
        FROM {schema}.timers h, unnest(h.keys, h.instants) WITH ORDINALITY u (key, instant, place)
        WHERE h.tenant = i.tenant AND h.case_id = i.case_id AND u.key <> i.firing
      ) rest
      WHERE i.keys IS NULL AND i.firing IS NOT NULL AND t.tenant = i.tenant AND t.case_id = i.case_id
        AND i.firing = ANY (t.keys);
    END IF;
`;
