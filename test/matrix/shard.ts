import { test } from '@jest/globals';
import { readSelection, select } from './selection.ts';
import { testCases } from './suite.ts';

/** Into how many files the whole matrix is split, so that two workers share it evenly. */
const SHARDS = 6;

/** The tests of every sixth case, from this one on: neighbours are alike, and each shard gets as much of the costly ones. */
export function testShard(shard: number): void {
  const cases = select(readSelection()).filter((_, index) => index % SHARDS === shard);
  // Where only a few cases are asked for, there may be none for this shard.
  if (cases.length > 0) testCases(cases);
  else test.todo('has no case');
}
