// Asks Cedar the questions that BackupAccess.Bench asks its own engine (Policies/Questions.cs), by the same arithmetic.
// Policies are parsed once; a call carries the entities of its own user, as Cedar is meant to be asked.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';

const roles = 20, operations = 60, grants = 20, asked = 4000, rounds = 3;
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

let allowed = 0, best = Infinity;
for (let round = 0; round < rounds; round++) {
  allowed = 0;
  const started = process.hrtime.bigint();
  for (const call of calls) {
    const answer = cedar.statefulIsAuthorized(call);
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer));
    if (answer.response.decision === 'allow') allowed++;
  }
  best = Math.min(best, Number(process.hrtime.bigint() - started) / asked);
}
console.log(`cedar ${users} users: ${Math.round(best)} ns, ${allowed} of ${asked} allowed`);
