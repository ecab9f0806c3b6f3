/** A kind as an organisation would add it: a workflow job that may write packages. */
export const PACK_KIND = `id: job-may-publish
title: The job {element} may publish packages
stride: E
cwe: [250]
owasp: ["CICD-SEC-5"]
statement:
  source: contributor
  prerequisites: whose change runs in {element}
  action: publish a package under our name
  impact: customers installing it
  goals: [integrity]
  assets: [packages]
elements: [ci]
appliesIf:
  any:
    - { fact: privilege, name: workflow_permissions, attributes: { target: packages, level: write } }
    - { fact: privilege, name: workflow_permissions, attributes: { level: write_all } }
risk: { access: supply_chain, complexity: moderate, data: confidential, effect: write }
mitigations:
  - { text: Give the job no right to write packages, effort: XS }
breakIt: I would publish a package from my branch.
test: Run the job from a fork; expect that publishing is refused.
falsePositives: The job is the one that publishes.
`;
