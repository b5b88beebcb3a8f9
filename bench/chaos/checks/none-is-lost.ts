import { type Check, namesOf } from './check.ts';

export const noneIsLost: Check = {
  name: 'each attempt that was published ran once, to its end, and left a record',
  check(facts) {
    const names = namesOf(facts);
    const ran = facts.executions.map(({ name }) => name);
    return [
      ...names.filter((name) => !ran.includes(name)).map((name) => `${name} was published, and never ran`),
      ...ran.filter((name, at) => ran.indexOf(name) < at).map((name) => `${name} ran twice`),
      ...ran.filter((name) => !names.includes(name)).map((name) => `${name} ran, and was not published`),
      ...facts.executions.filter(({ status }) => status === 'RUNNING').map(({ name }) => `${name} still runs`),
      ...(facts.record === undefined ? ['it has no record'] : []),
    ];
  },
};
