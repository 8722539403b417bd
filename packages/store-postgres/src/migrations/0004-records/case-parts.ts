/** Parts of the body of `commit`; no functions of their own, because each call would cost as much as a statement. */

/** The end of a case's chain after a leaf of the item; of an item without one it stays as it was. */
const chained = `
          case_seq = CASE WHEN i.body IS NULL THEN c.case_seq ELSE coalesce(c.case_seq, 0) + 1 END,
          leaf_prev = CASE WHEN i.body IS NULL THEN c.leaf_prev ELSE c.leaf_hash END,
          leaf_hash = CASE WHEN i.body IS NULL THEN c.leaf_hash ELSE sha256(convert_to(
            {schema}.leaf_text(i.body, c.leaf_hash, coalesce(c.case_seq, 0) + 1), 'UTF8')) END`;

/** The rows of the cases. Each item that is not too late has its ord in `passed` afterwards. */
export const casesPart = `    IF refused > 0 THEN
      -- A refusal writes no revision, but is decided on one, and may settle a firing.
      PERFORM 1 FROM {schema}.cases c JOIN unnest(items) i ON c.tenant = i.tenant AND c.case_id = i.case_id
        ORDER BY c.tenant, c.case_id FOR NO KEY UPDATE OF c;
      passed := ARRAY(
        SELECT i.ord FROM unnest(items) i
        LEFT JOIN {schema}.cases c ON c.tenant = i.tenant AND c.case_id = i.case_id
        WHERE i.revision IS NULL AND coalesce(c.revision, 0) = i.expected
      );
    END IF;
    IF opening + changing > 0 THEN
      -- A case that has leaves, but was not opened yet, has its row.
      WITH written AS (
        UPDATE {schema}.cases c SET revision = i.revision, workflow = i.workflow, version = i.version, status = i.status,
          summary = summaries[i.ord], envelope = envelopes[i.ord],${chained}
        FROM (SELECT u.*, bodies[u.ord] AS body FROM unnest(items) u) i
        WHERE i.revision IS NOT NULL
          AND c.tenant = i.tenant AND c.case_id = i.case_id AND c.revision = i.expected
        RETURNING i.ord
      ) SELECT array_agg(w.ord) INTO more FROM written w;
      passed := passed || more;
    END IF;
    IF opening > 0 THEN
      WITH opened AS (
        INSERT INTO {schema}.cases
            (tenant, case_id, workflow, version, status, revision, summary, envelope, case_seq, leaf_hash)
        SELECT i.tenant, i.case_id, i.workflow, i.version, i.status, i.revision, summaries[i.ord], envelopes[i.ord],
          CASE WHEN bodies[i.ord] IS NOT NULL THEN 1 END,
          sha256(convert_to({schema}.leaf_text(bodies[i.ord], NULL, 1), 'UTF8'))
        FROM unnest(items) i WHERE i.expected = 0 AND i.revision IS NOT NULL
        ON CONFLICT DO NOTHING
        RETURNING tenant, case_id
      ) SELECT count(*), CASE WHEN count(*) < opening THEN array_agg((
          SELECT i.ord FROM unnest(items) i
          WHERE i.tenant = o.tenant AND i.case_id = o.case_id AND i.expected = 0 AND i.revision IS NOT NULL
        )) END INTO affected, more FROM opened o;
      IF affected = opening THEN
        more := ARRAY(SELECT i.ord FROM unnest(items) i WHERE i.expected = 0 AND i.revision IS NOT NULL);
      END IF;
      passed := passed || more;
    END IF;
`;

/** What a refusal adds to the chain of its case, whose row is locked; or to that of a case that does not exist. */
export const chainPart = `    IF is_recorded AND refused > 0 THEN
      UPDATE {schema}.cases c SET${chained}
      FROM (SELECT u.*, bodies[u.ord] AS body FROM unnest(items) u) i
      WHERE i.revision IS NULL AND i.body IS NOT NULL AND c.tenant = i.tenant AND c.case_id = i.case_id;
      GET DIAGNOSTICS affected = ROW_COUNT;
      SELECT count(*) - affected INTO missing FROM unnest(items) i WHERE i.revision IS NULL AND bodies[i.ord] IS NOT NULL;
      IF missing > 0 THEN
        INSERT INTO {schema}.cases
            (tenant, case_id, workflow, version, status, revision, summary, envelope, case_seq, leaf_hash)
          SELECT i.tenant, i.case_id, '', '', '', 0, '', '', 1,
            sha256(convert_to({schema}.leaf_text(bodies[i.ord], NULL, 1), 'UTF8'))
          FROM unnest(items) i LEFT JOIN {schema}.cases c ON c.tenant = i.tenant AND c.case_id = i.case_id
          WHERE i.revision IS NULL AND bodies[i.ord] IS NOT NULL AND c.tenant IS NULL
          ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS affected = ROW_COUNT;
        IF affected < missing THEN
          RAISE EXCEPTION 'a leaf of the same case was committed meanwhile' USING ERRCODE = 'serialization_failure';
        END IF;
      END IF;
    END IF;
`;

/** Whoever reads the audit records in order waits for those that may still come before: see audit_bound. */
const locked = `SELECT pg_advisory_xact_lock_shared(
            hashtext('{schema}.audit'), ((s.last_value + s.is_called::integer) & 2147483647)::integer
          ) FROM {schema}.audit_sequence s`;

/** The audit records, with the leaves they are. */
export const recordPart = `    IF is_recorded THEN
      WITH held AS MATERIALIZED (
        ${locked}
      ), numbered AS MATERIALIZED (
        SELECT nextval('{schema}.audit_sequence') AS sequence, i.*, c.case_seq, c.leaf_prev
        FROM held CROSS JOIN (SELECT u.ord, u.tenant, u.case_id, u.at FROM unnest(items) u ORDER BY u.ord) i
        LEFT JOIN {schema}.cases c ON c.tenant = i.tenant AND c.case_id = i.case_id AND bodies[i.ord] IS NOT NULL
      ), written AS (
        INSERT INTO {schema}.audit (sequence, tenant, case_id, written_at, record, case_seq, case_prev, body)
        SELECT n.sequence, n.tenant, n.case_id, n.at, audits[n.ord], n.case_seq, n.leaf_prev, bodies[n.ord]
        FROM numbered n
      ) INSERT INTO {schema}.disclosures (tenant, case_id, case_seq, disclosed)
        SELECT n.tenant, n.case_id, n.case_seq, disclosed[n.ord] FROM numbered n WHERE disclosed[n.ord] IS NOT NULL;
    ELSE
      WITH held AS MATERIALIZED (
        ${locked}
      ) INSERT INTO {schema}.audit (sequence, tenant, case_id, written_at, record)
        SELECT nextval('{schema}.audit_sequence'), i.tenant, i.case_id, i.at, audits[i.ord]
        FROM held CROSS JOIN (SELECT u.ord, u.tenant, u.case_id, u.at FROM unnest(items) u ORDER BY u.ord) i;
    END IF;
`;
