import { describe, expect, it } from 'vitest';
import { inspectionWorkflows } from '../../packages/core/src/inspection/index.ts';
import { readRepositoryFile } from './site.ts';
import { nodesOf, type StateNode, workflowDiagram } from './workflow-diagram.ts';
import { workflowPages } from './workflow-pages.ts';

describe('the page of a workflow', () => {
  it('is the one in the repository', () => {
    for (const [path, text] of workflowPages()) expect(readRepositoryFile(path), path).toBe(text);
  });

  it('draws every state of the machine, and no arrow that leads nowhere', () => {
    for (const { id, spec } of inspectionWorkflows()) {
      const root = spec.machine.root as unknown as StateNode;
      const diagram = workflowDiagram(root);
      const drawn = new Set([...diagram.matchAll(/ as (\w+)/gu)].map(([, name]) => name));
      expect(drawn.size, id).toBe(nodesOf(root).length - 1);
      for (const [, from, to] of diagram.matchAll(/^\s*(\w+) --> (\w+) :/gmu)) {
        expect([drawn.has(from), drawn.has(to)], `${id}: ${from} --> ${to}`).toEqual([true, true]);
      }
    }
  });

  it('names every event and every term', () => {
    const page = workflowPages().get('docs/reference/workflows/inspection.md') ?? '';
    for (const { spec } of inspectionWorkflows()) {
      for (const name of [...Object.keys(spec.schemas.events), ...Object.keys(spec.deadlines ?? {})]) {
        expect(page).toContain(`| \`${name}\` |`);
      }
    }
  });
});
