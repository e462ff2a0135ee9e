<#-- A number gets two decimals and thousands separators; a string is printed as the application sent it. -->
<#function money amount>
  <#return amount?is_number?then(amount?string(",##0.00"), amount)>
</#function>

<#function minutes count>
  <#return (count == 1)?then("1 minute", count + " minutes")>
</#function>
