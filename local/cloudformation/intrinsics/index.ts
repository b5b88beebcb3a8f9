import { CIDR } from './cidr.ts';
import { AND, EQUALS, IF, NOT, OR } from './conditions.ts';
import type { Intrinsic } from './intrinsic.ts';
import { FIND_IN_MAP, GET_AZS } from './lookups.ts';
import { GET_ATT, GET_STACK_OUTPUT, IMPORT_VALUE, REF } from './references.ts';
import { BASE64, JOIN, SELECT, SPLIT, SUB, TO_JSON_STRING } from './strings.ts';

/** Every intrinsic function that the embedded cloud knows, by the name it has in a template. */
export const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map(
  Object.entries({
    Ref: REF,
    'Fn::GetAtt': GET_ATT,
    'Fn::Join': JOIN,
    'Fn::Sub': SUB,
    'Fn::Select': SELECT,
    'Fn::Split': SPLIT,
    'Fn::ImportValue': IMPORT_VALUE,
    'Fn::GetStackOutput': GET_STACK_OUTPUT,
    'Fn::FindInMap': FIND_IN_MAP,
    'Fn::If': IF,
    'Fn::Equals': EQUALS,
    'Fn::And': AND,
    'Fn::Or': OR,
    'Fn::Not': NOT,
    'Fn::Base64': BASE64,
    'Fn::Cidr': CIDR,
    'Fn::GetAZs': GET_AZS,
    'Fn::ToJsonString': TO_JSON_STRING,
  }),
);
