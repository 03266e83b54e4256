const cmdlets =
  /\b(?:Get|Set|New|Remove|Select|Where|ForEach|Write|Out|Test|Join|ConvertTo|ConvertFrom|Invoke|Start|Stop|Measure|Format|Copy|Move|Resolve|Split)-[A-Z][A-Za-z]+\b|\b(?:(?:Compress|Expand)-Archive|Export-(?:Csv|Clixml)|Import-Module|Tee-Object|Send-MailMessage|Add-Content|Connect-[A-Z][A-Za-z]{3,})\b|\$env:\w|\$LASTEXITCODE\b|\[[A-Za-z][\w.]*\]::|(?:^|\s)-(?:ErrorAction|LiteralPath)\b/;

/** `.\\tools\\reset.ps1 -Force`, `& "./reset.ps1"`, `pwsh -File .\\reset.ps1`: a script of PowerShell's run, by whatever shell. */
const runsScript =
  /(?:^|[;\n]|&&|\|\|)\s{0,8}(?:[&.]\s{1,4}(?:"[^"\n]{1,200}\.ps1"|'[^'\n]{1,200}\.ps1'|[^\s"';|&]{1,200}\.ps1)|(?:\.{1,2}|~|[A-Za-z]:|\$\w{1,40})\\[^\s"';|&]{1,200}\.ps1)(?=\s|$|[;|&])|^\s{0,8}(?:powershell|pwsh)(?:\.exe)?\s[^\n]{0,200}\\[^\s\\]{1,100}\.ps1/i;

/** `irm https://… | iex`, `iex (iwr …)`: what installers of Windows tell people to type. */
const runsFetched =
  /^\s{0,8}(?:irm|iwr)\s[^|;"'\n]{1,400}\|\s{0,4}iex\b|^\s{0,8}iex\s{0,4}["(&{ ]{1,8}(?:\$\()?\s{0,2}(?:irm|iwr)\s/im;

/** True where a text that came as bash is PowerShell by its cmdlets, `$env:` or `[Type]::`. */
export function looksLikePowerShell(text: string): boolean {
  if (text.includes('.ps1') && runsScript.test(text)) return true;
  if (text.includes('iex') && runsFetched.test(text)) return true;
  if (!/\$|[A-Z][a-z]+-[A-Z]/.test(text)) return false;
  if (/(?:^|[;\n])\s*\$[A-Za-z]\w* = /.test(text)) return true;
  if (/\$LASTEXITCODE\b|^\s*\$PSVersionTable\b/.test(text)) return true;
  return cmdlets.test(text) && /(?:^|[\s;({|])\$[A-Za-z]\w*\s*=|\b[A-Z][a-z]+-[A-Z]|\$env:/.test(text);
}
