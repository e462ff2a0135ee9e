<#-- Who the mails are from, and their colours. Dark-mode colours stand in mail.ftlh, in the style element. -->
<#assign name   = "Dromail">
<#assign accent = "#0B6B61">
<#assign ink    = "#14191F">
<#assign body   = "#3A434D">
<#assign muted  = "#66707B">
<#assign line   = "#E3E7EA">
<#assign page   = "#F4F6F7">
<#assign card   = "#FFFFFF">
<#-- Names of two words need no quotes in CSS, and quotes would be escaped in an attribute. -->
<#assign font   = "-apple-system,BlinkMacSystemFont,Segoe UI,Roboto,Helvetica Neue,Arial,PingFang SC,Hiragino Sans GB,Microsoft YaHei,Noto Sans CJK SC,sans-serif">
