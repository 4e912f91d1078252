// Asks Cedar the questions that BackupAccess.Bench asks its own engine (Policies/Questions.cs), by the same arithmetic.
// Policies are parsed once; a call carries the entities of its own user, as Cedar is meant to be asked.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';

const roles = 20, operations = 60, grants = 20, asked = 4000;
const [users, connectors] = process.argv.slice(2).map(Number);
const type = (type, id) => ({ type, id: String(id) });

const policies = {};
for (let role = 0; role < roles; role++) {
  const held = Array.from({ length: 15 }, (_, k) => `Action::"${(7 * role + k) % operations}"`);
  policies[`role${role}`] = `permit(principal in Role::"${role}", action in [${held}], resource) when { principal.granted.contains(resource) };`;
}
cedar.preparsePolicySet('roles', { staticPolicies: policies });

const entities = Array.from({ length: users }, (_, user) => [{
  uid: type('User', user),
  attrs: { granted: Array.from({ length: grants }, (_, k) => ({ __entity: type('Connector', (31 * user + 97 * k) % connectors) })) },
  parents: [type('Role', user % roles)],
}]);
const calls = Array.from({ length: asked }, (_, q) => {
  const user = q * 7919 % users;
  return {
    principal: type('User', user),
    action: type('Action', q * 13 % operations),
    resource: type('Connector', (user * 31 + q % 40 * 97) % connectors),
    context: {},
    preparsedPolicySetId: 'roles',
    validateRequest: false,
    entities: entities[user],
  };
});

// A few calls at a time, the least of all: on a busy machine one of them is left alone.
const batch = 20;
let allowed = 0, least = Infinity;
for (let begin = 0; begin < asked; begin += batch) {
  const started = process.hrtime.bigint();
  for (const call of calls.slice(begin, begin + batch)) {
    const answer = cedar.statefulIsAuthorized(call);
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer));
    if (answer.response.decision === 'allow') allowed++;
  }
  least = Math.min(least, Number(process.hrtime.bigint() - started) / batch);
}
console.log(`cedar ${users} users: ${Math.round(least)} ns, ${allowed} of ${asked} allowed`);
