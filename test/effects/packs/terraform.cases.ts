import type { Case } from '../judging.ts';

export const terraformCases: readonly Case[] = [
  {
    rule: 'terraform/destroy',
    stops: [
      'terraform destroy -auto-approve',
      'terraform destroy',
      'tofu destroy -target=aws_db_instance.main',
      'terraform -chdir=infra/prod destroy',
      'terraform apply -destroy',
      'terragrunt run-all destroy',
      'TF_WORKSPACE=prod terraform destroy',
      'cd infra && terraform destroy',
    ],
    passes: [
      'terraform plan -destroy',
      'terraform plan',
      'terraform destroy -help',
      'terraform validate',
      'terraform fmt',
      'echo terraform destroy',
    ],
  },
  {
    rule: 'terraform/apply',
    stops: [
      'terraform apply',
      'terraform apply -auto-approve',
      'tofu apply -auto-approve -var-file=prod.tfvars',
      'terraform apply tfplan',
    ],
    passes: [
      'terraform apply -refresh-only',
      'terraform init',
      'terraform plan -out=tfplan',
      'terraform show tfplan',
      'terraform output',
    ],
  },
  {
    rule: 'terraform/state-rm',
    stops: ['terraform state rm aws_s3_bucket.logs'],
    passes: ['terraform state list', 'terraform state show aws_s3_bucket.logs'],
  },
  { rule: 'terraform/state-push', stops: ['terraform state push old.tfstate'], passes: ['terraform state pull'] },
  {
    rule: 'terraform/workspace-delete',
    stops: ['terraform workspace delete staging'],
    passes: ['terraform workspace list', 'terraform workspace select prod', 'terraform workspace new x'],
  },
  {
    rule: 'terraform/force-unlock',
    stops: ['terraform force-unlock -force 1234'],
    passes: ['terraform plan -lock=false'],
  },
  {
    rule: 'terraform/taint',
    stops: ['terraform taint aws_instance.web'],
    passes: ['terraform untaint aws_instance.web'],
  },
];
