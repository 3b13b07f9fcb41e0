; Offers the workstation for PDF files in "Open with" without taking them over: what opens a PDF by itself stays what it was.
!macro customInstall
  WriteRegStr SHCTX "Software\Classes\TramVanThu.pdf" "" "PDF - Trạm Văn thư"
  WriteRegStr SHCTX "Software\Classes\TramVanThu.pdf\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  WriteRegStr SHCTX "Software\Classes\.pdf\OpenWithProgids" "TramVanThu.pdf" ""
!macroend
!macro customUnInstall
  DeleteRegKey SHCTX "Software\Classes\TramVanThu.pdf"
  DeleteRegValue SHCTX "Software\Classes\.pdf\OpenWithProgids" "TramVanThu.pdf"
!macroend
