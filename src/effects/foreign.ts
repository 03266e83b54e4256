const cmdlets =
  /\b(?:Get|Set|New|Remove|Select|Where|ForEach|Write|Out|Test|Join|ConvertTo|ConvertFrom|Invoke|Start|Stop|Measure|Format|Copy|Move|Resolve|Split)-[A-Z][A-Za-z]+\b|\b(?:(?:Compress|Expand)-Archive|Export-(?:Csv|Clixml)|Import-Module|Tee-Object|Send-MailMessage|Add-Content|Connect-[A-Z][A-Za-z]{3,})\b|\$env:\w|\$LASTEXITCODE\b|\[[A-Za-z][\w.]*\]::|(?:^|\s)-(?:ErrorAction|LiteralPath)\b/;

/** True where a text that came as bash is PowerShell by its cmdlets, `$env:` or `[Type]::`. */
export function looksLikePowerShell(text: string): boolean {
  if (!/\$|[A-Z][a-z]+-[A-Z]/.test(text)) return false;
  if (/(?:^|[;\n])\s*\$[A-Za-z]\w* = /.test(text)) return true;
  if (/\$LASTEXITCODE\b|^\s*\$PSVersionTable\b/.test(text)) return true;
  return cmdlets.test(text) && /(?:^|[\s;({|])\$[A-Za-z]\w*\s*=|\b[A-Z][a-z]+-[A-Z]|\$env:/.test(text);
}
