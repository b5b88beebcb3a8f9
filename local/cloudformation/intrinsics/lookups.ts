import { REGION } from '../place.ts';
import { type Intrinsic, listOf, textOf } from './intrinsic.ts';

export const FIND_IN_MAP: Intrinsic = (argument, scope) => {
  const [map, top, second] = listOf('Fn::FindInMap', argument, [3], scope).map((key) =>
    textOf('a key of Fn::FindInMap', scope.resolve(key), scope),
  );
  return scope.mapping(map ?? '', top ?? '', second ?? '');
};

export const GET_AZS: Intrinsic = (argument, scope) => {
  const region = textOf('Fn::GetAZs', scope.resolve(argument), scope) || REGION;
  if (region !== REGION) scope.fail(`Fn::GetAZs asks for region ${region}, but the embedded cloud has only ${REGION}`);
  return ['a', 'b', 'c'].map((zone) => `${REGION}${zone}`);
};
