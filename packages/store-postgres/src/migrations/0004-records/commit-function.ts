import { casesPart, chainPart, recordPart } from './case-parts.js';
import { standingPart, timersPart } from './standing-parts.js';

/**
 * The one writer of cases. A whole batch comes in one call; items do not share fate, and only those that were not
 * committed are answered. Statements work on all items at once. Locks are taken in one order everywhere: cases that
 * exist, cases that are new, command ids, then what belongs to a locked case; the items come sorted by case.
 *
 * A command id that is known is a rare thing, and nearly always on a case that has gone on: so nobody looks for it
 * beforehand. Where it is met, the call begins again and looks first.
 *
 * The settings of `commit` hold for all it calls: plans go from the items to the tables by index, however empty or
 * unanalysed those are when a plan is made.
 */
export const commitFunction = `
-- The texts are found by the ord of their items, which counts from 1; bodies and disclosed may have none at all. Items of
-- one case, or with one command id, are in different waves; waves follow one another.
CREATE FUNCTION {schema}.commit(
  waves integer, given_items {schema}.commit_item[], replies text[], audits text[], envelopes text[], summaries text[],
  journals text[], given_messages {schema}.commit_message[], given_lanes {schema}.commit_lane[], bodies text[],
  disclosed text[]
) RETURNS SETOF {schema}.commit_verdict LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off
SET plan_cache_mode = force_generic_plan
AS $motcua$
DECLARE
  is_recorded CONSTANT boolean := cardinality(bodies) > 0;
  items {schema}.commit_item[];
  messages {schema}.commit_message[];
  lanes {schema}.commit_lane[];
  verdicts {schema}.commit_verdict[];
  known integer[];
  passed integer[];
  more integer[];
  -- How many items do what: open a case, change one, change none; say anew what it is, stand in several regions or did;
  -- take all firings, set them, set the first ones, settle one.
  opening integer;
  changing integer;
  refused integer;
  other integer;
  parallel integer;
  emptied integer;
  armed integer;
  unarmed integer;
  settled integer;
  affected integer;
  missing integer;
BEGIN
  FOR attempt IN 1..2 LOOP
  BEGIN
  verdicts := '{}';
  FOR w_number IN 1..waves LOOP
    items := given_items;
    messages := given_messages;
    lanes := given_lanes;
    IF waves > 1 THEN
      items := ARRAY(SELECT i FROM unnest(items) i WHERE i.wave = w_number);
      messages := ARRAY(SELECT m FROM unnest(messages) m JOIN unnest(items) i ON i.ord = m.ord);
      lanes := ARRAY(SELECT l FROM unnest(lanes) l JOIN unnest(items) i ON i.ord = l.ord);
    END IF;
    IF attempt = 2 THEN
      known := ARRAY(
        SELECT i.ord FROM unnest(items) i
        JOIN {schema}.commands c ON c.tenant = i.tenant AND c.command_id = i.command_id
      );
      verdicts := verdicts || ARRAY(
        SELECT ROW(i.ord, NULL, c.reply)::{schema}.commit_verdict FROM unnest(items) i
        JOIN {schema}.commands c ON c.tenant = i.tenant AND c.command_id = i.command_id WHERE i.ord = ANY (known)
      );
      items := ARRAY(SELECT i FROM unnest(items) i WHERE i.ord <> ALL (known));
      messages := ARRAY(SELECT m FROM unnest(messages) m WHERE m.ord <> ALL (known));
      lanes := ARRAY(SELECT l FROM unnest(lanes) l WHERE l.ord <> ALL (known));
      IF cardinality(items) = 0 THEN CONTINUE; END IF;
    END IF;

    SELECT count(*) FILTER (WHERE i.expected = 0 AND i.revision IS NOT NULL),
           count(*) FILTER (WHERE i.expected > 0 AND i.revision IS NOT NULL),
           count(*) FILTER (WHERE i.revision IS NULL),
           count(*) FILTER (WHERE i.expected > 0 AND i.opened_at IS NOT NULL),
           count(*) FILTER (WHERE i.regions IS NOT NULL),
           count(*) FILTER (WHERE cardinality(i.keys) = 0), count(*) FILTER (WHERE cardinality(i.keys) > 0),
           count(*) FILTER (WHERE cardinality(i.keys) > 0 AND i.unarmed = 1),
           count(*) FILTER (WHERE i.keys IS NULL AND i.firing IS NOT NULL)
      INTO opening, changing, refused, other, parallel, emptied, armed, unarmed, settled FROM unnest(items) i;

    passed := '{}';
${casesPart}
    IF cardinality(passed) < cardinality(items) THEN
      -- A command id may have been committed before, or while this call waited for its case.
      verdicts := verdicts || ARRAY(
        SELECT ROW(i.ord, CASE WHEN k.reply IS NULL THEN coalesce(c.revision, 0) END, k.reply)::{schema}.commit_verdict
        FROM unnest(items) i
        LEFT JOIN {schema}.commands k ON k.tenant = i.tenant AND k.command_id = i.command_id
        LEFT JOIN {schema}.cases c ON c.tenant = i.tenant AND c.case_id = i.case_id
        WHERE i.ord <> ALL (passed)
      );
      items := ARRAY(SELECT i FROM unnest(items) i WHERE i.ord = ANY (passed));
      IF cardinality(items) = 0 THEN CONTINUE; END IF;
      messages := ARRAY(SELECT m FROM unnest(messages) m WHERE m.ord = ANY (passed));
      lanes := ARRAY(SELECT l FROM unnest(lanes) l WHERE l.ord = ANY (passed));
      SELECT count(*), count(*) FILTER (WHERE i.unarmed = 1) INTO armed, unarmed
        FROM unnest(items) i WHERE cardinality(i.keys) > 0;
    END IF;

    INSERT INTO {schema}.commands (tenant, command_id, reply)
      SELECT i.tenant, i.command_id, replies[i.ord] FROM unnest(items) i ORDER BY i.tenant, i.command_id
      ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS affected = ROW_COUNT;
    IF affected < cardinality(items) AND attempt = 1 THEN
      RAISE EXCEPTION 'a command id of the batch is known' USING ERRCODE = 'MC001';
    ELSIF affected < cardinality(items) THEN
      RAISE EXCEPTION 'a command id of the batch was committed meanwhile' USING ERRCODE = 'serialization_failure';
    END IF;

${chainPart}${recordPart}
    IF opening + changing > 0 THEN
      INSERT INTO {schema}.journal (tenant, case_id, revision, written_at, entry)
        SELECT i.tenant, i.case_id, i.revision, i.written_at, journals[i.ord]
        FROM unnest(items) i WHERE i.revision IS NOT NULL;
${standingPart}    END IF;
${timersPart}    IF cardinality(messages) > 0 THEN
      INSERT INTO {schema}.outbox
          (tenant, case_id, destination, revision, "position", message_id, available_at, message)
        SELECT m.tenant, m.case_id, m.destination, m.revision, m."position", m.message_id, m.available_at, m.message
        FROM unnest(messages) m;
      -- Locks the lane against a settlement, which would otherwise not see these messages.
      INSERT INTO {schema}.outbox_lanes AS lane
          (tenant, case_id, destination, waiting, revision, "position", attempts, ready_at)
        SELECT l.tenant, l.case_id, l.destination, l.waiting, l.revision, l."position", 0, l.ready_at
        FROM unnest(lanes) l
        ON CONFLICT (tenant, case_id, destination) DO UPDATE SET waiting = lane.waiting + excluded.waiting;
    END IF;
  END LOOP;
  RETURN QUERY SELECT v.* FROM unnest(verdicts) v;
  RETURN;
  EXCEPTION WHEN SQLSTATE 'MC001' THEN NULL;
  END;
  END LOOP;
END
$motcua$;
`;
