const stopped =
  '{"cancel":true,"errorMessage":"Holdpoint could not check this call, so it was not run. Open your editor with Holdpoint to repair it."}';

/**
 * The script Cline starts: it owns standard output, because Cline runs a call whose hook answers in any other way than
 * with JSON. `command` is the launcher's command line, for PowerShell where it names a `.cmd`.
 */
export function clineScript(command: string): string {
  return /holdpoint-hook\.cmd/.test(command) ? forPowerShell(command) : forShell(command);
}

function forShell(command: string): string {
  return `#!/bin/sh
# Holdpoint's hook: written when you connected Cline, replaced when Holdpoint is updated.
said=$(${command})
if [ $? -eq 0 ]; then
  printf '%s' "$said"
else
  printf '%s' '${stopped}'
fi
`;
}

function forPowerShell(command: string): string {
  return [
    "# Holdpoint's hook: written when you connected Cline, replaced when Holdpoint is updated.",
    `$said = [Console]::In.ReadToEnd() | & ${command}`,
    'if ($LASTEXITCODE -eq 0) { [Console]::Out.Write(($said -join "`n")) }',
    `else { [Console]::Out.Write('${stopped}') }`,
    '',
  ].join('\r\n');
}
